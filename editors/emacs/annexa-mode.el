;;; annexa-mode.el --- Sector-specific extensions of ISO/IEC 27001 and 27002  -*- lexical-binding: t; -*-

;; Version: 0.1.0
;; Package-Requires: ((emacs "28.1") (eglot "1.9"))
;; SPDX-License-Identifier: Apache-2.0 OR MIT

;;; Commentary:

;; A mode for Annexa, and its language server for Eglot: `annexa lsp', which has to be on `exec-path'.
;;
;;   (require 'annexa-mode)
;;   (add-hook 'annexa-mode-hook #'eglot-ensure)

;;; Code:

(require 'eglot)

(defvar annexa-mode-syntax-table
  (let ((table (make-syntax-table)))
    (modify-syntax-entry ?/ ". 12" table)
    (modify-syntax-entry ?\n ">" table)
    (modify-syntax-entry ?_ "_" table)
    (modify-syntax-entry ?- "_" table)
    ;; The mark of an item has but one of them.
    (modify-syntax-entry ?\( "." table)
    (modify-syntax-entry ?\) "." table)
    table))

(defvar annexa-mode-font-lock-keywords
  '(("^\\(?:add\\|modify\\) +[a-z]+\\|^[a-z]+" . font-lock-keyword-face)
    ("\\_<\\(?:to\\|of\\|for\\|as\\|by\\)\\_>" . font-lock-keyword-face)
    ("\\(?:^ +\\|{ *\\)\\([a-z]+\\)\\_>" 1 font-lock-variable-name-face)
    ("\\_<[A-Z][A-Z0-9]*\\.[A-Z0-9.]+\\|\\_<[0-9]+\\(?:[.-][0-9]+\\)*" . font-lock-constant-face)
    ;; In texts, which have the face of strings: what an auditor reads first, and references.
    ("\\_<\\(?:shall\\|should\\|may\\|can\\|cannot\\|must\\|need not\\)\\_>" 0 'bold prepend)
    ("{[^{}\n]+}" 0 font-lock-constant-face prepend))
  "What is told by its place on a line; the syntax table tells the rest.")

(defun annexa-mode--syntax-propertize (start end)
  "Make one mark of three quotes between START and END."
  (goto-char start)
  (while (re-search-forward "\"\"\"\"*\\|\"" end t)
    (let* ((from (match-beginning 0))
           (state (save-excursion (syntax-ppss from)))
           (in-text (eq (nth 3 state) t))
           (three (>= (- (point) from) 3)))
      (cond
       ;; A text opens at the first of three quotes, and closes at the last of a run.
       ((and three (not (nth 8 state)))
        (put-text-property from (1+ from) 'syntax-table (string-to-syntax "|"))
        (put-text-property (1+ from) (+ from 3) 'syntax-table (string-to-syntax "."))
        (goto-char (+ from 3)))
       ((and three in-text)
        (put-text-property from (1- (point)) 'syntax-table (string-to-syntax "."))
        (put-text-property (1- (point)) (point) 'syntax-table (string-to-syntax "|")))))))

(defun annexa-mode--indent-line ()
  "Indent by the blocks that are open; what stands in a text stays as it is."
  (let* ((state (save-excursion (syntax-ppss (line-beginning-position))))
         (closes (save-excursion (back-to-indentation) (looking-at-p "}")))
         (depth (- (car state) (if closes 1 0))))
    (if (nth 3 state)
        'noindent
      (indent-line-to (* 2 (max depth 0))))))

;;;###autoload
(define-derived-mode annexa-mode prog-mode "Annexa"
  "Major mode for sector-specific extensions of ISO/IEC 27001 and ISO/IEC 27002."
  (setq-local comment-start "// "
              comment-end ""
              indent-tabs-mode nil
              indent-line-function #'annexa-mode--indent-line
              syntax-propertize-function #'annexa-mode--syntax-propertize
              font-lock-defaults '(annexa-mode-font-lock-keywords))
  (visual-line-mode))

;;;###autoload
(add-to-list 'auto-mode-alist '("\\.annexa\\'" . annexa-mode))

(add-to-list 'eglot-server-programs '(annexa-mode . ("annexa" "lsp")))

(provide 'annexa-mode)

;;; annexa-mode.el ends here
